@NullMarked
package dev.ferrule.archtest;

import org.jspecify.annotations.NullMarked;
