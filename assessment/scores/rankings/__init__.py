"""Rankings 排名, and the distribution shown to those who may not see names."""
