Require(rule='rules/question_asked/injection.sml')
Require(rule='rules/question_asked/personal.sml')
Require(rule='rules/question_asked/abuse.sml')
