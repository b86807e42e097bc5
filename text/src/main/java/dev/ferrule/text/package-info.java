/** Text in, structure out: extraction from files, sentences, chunks and tokens. */
@NullMarked
package dev.ferrule.text;

import org.jspecify.annotations.NullMarked;
