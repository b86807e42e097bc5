/** What an editor asks about rule files while they are being written; of no protocol. */
@NullMarked
package dev.ferrule.rules.editor;

import org.jspecify.annotations.NullMarked;
