Require(rule='rules/user_registered/names.sml')
Require(rule='rules/user_registered/waves.sml')
