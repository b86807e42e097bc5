/** Hashes and encodings of text. */
@NullMarked
package dev.ferrule.rules.functions.hashing;

import org.jspecify.annotations.NullMarked;
