/** Functions beyond Osprey's own: text, lists, censored words, emoji, URLs, measures. */
@NullMarked
package dev.ferrule.rules.functions.additions;

import org.jspecify.annotations.NullMarked;
