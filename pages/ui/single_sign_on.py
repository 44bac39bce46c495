"""Signing in with an identity provider, by OpenID Connect: it says who somebody is, and no more.

Whether they may come in, as what, and for how long is ours to say, as for everybody. What we need
to remember of a sign-in that is under way stays in this process, under a random state that a cookie
binds to the browser that began it; so there is no secret of ours to sign anything with.
"""

from starlette.routing import Route

from assessment.i18n import Messages


def offered(t: Messages) -> str:
    return ""


ROUTES: list[Route] = []
