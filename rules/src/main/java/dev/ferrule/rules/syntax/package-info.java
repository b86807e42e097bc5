/** Source text of rules, its lexer, parser and tree, and the diagnostics that point into it. */
@NullMarked
package dev.ferrule.rules.syntax;

import org.jspecify.annotations.NullMarked;
