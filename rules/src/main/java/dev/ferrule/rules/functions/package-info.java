/** What a function of the rule language is, and the table of those that ship. */
@NullMarked
package dev.ferrule.rules.functions;

import org.jspecify.annotations.NullMarked;
