/** What authors of rules work with: test cases, explanations, runs over old events. */
@NullMarked
package dev.ferrule.rules.authoring;

import org.jspecify.annotations.NullMarked;
