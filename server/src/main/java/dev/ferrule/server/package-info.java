@NullMarked
package dev.ferrule.server;

import org.jspecify.annotations.NullMarked;
