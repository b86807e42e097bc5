/** Every static check of a rule set, and the checked set that evaluation starts from. */
@NullMarked
package dev.ferrule.rules.check;

import org.jspecify.annotations.NullMarked;
