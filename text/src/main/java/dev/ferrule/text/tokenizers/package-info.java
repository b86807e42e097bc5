/** Reads tokenizers of any known kind. */
@NullMarked
package dev.ferrule.text.tokenizers;

import org.jspecify.annotations.NullMarked;
