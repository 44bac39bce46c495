"""The units that are assessed, their prefectures, and the scopes they form."""
