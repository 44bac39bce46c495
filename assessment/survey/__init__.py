"""The survey 填报: periods, filing, evidence, review, publishing."""
