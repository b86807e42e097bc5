# What happened, and lengths of time in seconds.
ActionName = GetActionName()

Minute = 60
Hour = 3600
Day = 86400
Week = 604800
