/** The editor's questions and answers as the Language Server Protocol has them. */
@NullMarked
package dev.ferrule.rules.lsp;

import org.jspecify.annotations.NullMarked;
