"""The profile of one county 县级画像, and the overview of all."""
