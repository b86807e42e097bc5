package dev.ferrule.text.extract;

/**
 * A word on a PDF page, in points from the page's top left corner as it is read.
 *
 * @param x0 left edge
 * @param x1 right edge
 * @param y base line
 * @param size font size
 */
record PdfWord(String text, float x0, float x1, float y, float size, boolean bold) {}
