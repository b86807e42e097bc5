/** Finding words in text: many at once, in other alphabets, censored, or as emoji and domains. */
@NullMarked
package dev.ferrule.rules.matching;

import org.jspecify.annotations.NullMarked;
