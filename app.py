"""The web application: `streamlit run app.py`.

This is the server: its routes, its headers, what it does once at the start. What a visitor sees
begins in `pages/shell/main.py`, which the server runs for every click. The script is not this file
because Streamlit takes a folder `pages` beside its script for pages of its own: the first link
opened after a start then answered "Page not found" over the page that had been found.
"""

import streamlit as st

from assessment.errors import AssessmentError
from pages.server import server

app = st.App(
    "pages/shell/main.py",
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.say_it_crashed,
    exception_handlers={AssessmentError: server.not_now},
)
