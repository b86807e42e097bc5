/** WordPiece tokenization, as BERT and its descendants use it. */
@NullMarked
package dev.ferrule.text.wordpiece;

import org.jspecify.annotations.NullMarked;
