"""`indicators.yaml` as frozen, checked objects."""
