@NullMarked
package dev.ferrule.testkit;

import org.jspecify.annotations.NullMarked;
