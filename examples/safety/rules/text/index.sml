# What holds for every text that one person writes to others, in a room or directly.
Import(rules=['models/message/text.sml', 'models/user.sml'])

Require(rule='rules/text/repetition.sml')
Require(rule='rules/text/shouting.sml')
Require(rule='rules/text/hidden_letters.sml')
Require(rule='rules/text/harassment.sml')
Require(rule='rules/text/payments.sml')
Require(rule='rules/scams/money.sml')
Require(rule='rules/scams/gifts.sml')
Require(rule='rules/scams/work.sml')
Require(rule='rules/text/long_text.sml', require_if=MessageLength > 400)
Require(rule='rules/links/index.sml', require_if=HasLink)
