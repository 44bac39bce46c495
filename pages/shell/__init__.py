"""The main script, alone in its folder because Streamlit puts that folder on the import path."""
