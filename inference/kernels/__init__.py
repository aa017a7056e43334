"""Pre- and post-processing of the models, in numpy only; shared by the client and the files that Triton runs."""
