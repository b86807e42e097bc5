Require(rule='rules/report_filed/reports.sml')
