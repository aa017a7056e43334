"""Writes the ONNX graph of a BERT sentence encoder from its published files, without any deep-learning framework.

Runs in the model server's environment: `python -m inference.bert_export SOURCE TARGET`.
"""
