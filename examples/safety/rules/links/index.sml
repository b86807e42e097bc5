# Only messages with a link come here, so reading the links costs the others nothing.
Import(rules=['models/message/links.sml', 'models/user.sml'])

Require(rule='rules/links/amount.sml')
Require(rule='rules/links/disguise.sml')
Require(rule='rules/links/phishing.sml', require_if=not IsKnownGoodLink)
