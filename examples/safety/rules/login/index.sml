Require(rule='rules/login/takeover.sml')
