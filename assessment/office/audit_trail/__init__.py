"""The audit trail 审计记录: searched, exported, verified, in words."""
