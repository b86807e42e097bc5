Require(rule='rules/profile_updated/profile.sml')
