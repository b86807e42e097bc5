/** Reading just the wanted paths of JSON bytes, in one pass. */
@NullMarked
package dev.ferrule.model.json;

import org.jspecify.annotations.NullMarked;
