"""Honours and vetoes 荣誉与一票否决."""
