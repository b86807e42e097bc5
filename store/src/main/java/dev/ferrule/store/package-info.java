@NullMarked
package dev.ferrule.store;

import org.jspecify.annotations.NullMarked;
