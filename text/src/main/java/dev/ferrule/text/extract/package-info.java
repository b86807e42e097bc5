/** Text and structure out of files: plain text, Markdown, HTML, PDF and DOCX. */
@NullMarked
package dev.ferrule.text.extract;

import org.jspecify.annotations.NullMarked;
