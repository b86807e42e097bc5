Require(rule='rules/user_joined_room/raids.sml')
