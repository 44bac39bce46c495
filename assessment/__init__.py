"""六强评估 Six Strengths: everything but the screen."""
