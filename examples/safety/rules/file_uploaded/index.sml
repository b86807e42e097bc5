Require(rule='rules/file_uploaded/files.sml')
