"""The bus on real NATS servers."""
