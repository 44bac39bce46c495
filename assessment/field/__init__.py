"""Field work 对口联系与蹲点: teams, their counties, their visits and what they saw."""
