package dev.ferrule.text.extract;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one XML part of an Office file: names without prefixes, depth bounded, and neither
 * DTD nor entities. Confined to one thread.
 */
final class XmlPart {
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader reader;
  private final int maxDepth;
  private int depth;

  XmlPart(byte[] content, ExtractionLimits limits) throws XMLStreamException {
    this.reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(content));
    this.maxDepth = limits.maxXmlDepth();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // The JDK's bounds refuse sound documents (it counts each &amp; of the text as an entity), and
    // without a DTD there is nothing to expand: ours are the input's size and its depth.
    factory.setProperty("jdk.xml.maxElementDepth", "0");
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("external entities are off");
    });
    return factory;
  }

  /** Moves to the next event; returns an {@link XMLStreamConstants} value. */
  int next() throws XMLStreamException {
    int event = reader.next();
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > maxDepth) {
          throw Failures.tooLarge("the nesting of XML elements", "maxXmlDepth", maxDepth);
        }
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw Failures.unreadable("expected XML without a DTD and entities, found one");
      default -> {}
    }
    return event;
  }

  boolean hasNext() throws XMLStreamException {
    return reader.hasNext();
  }

  /** The local name of the element that begins or ends here. */
  String name() {
    return reader.getLocalName();
  }

  /** The characters here. */
  String text() {
    return reader.getText();
  }

  /** The value of an attribute by its local name, or null. */
  @Nullable String find(String attribute) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(attribute)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** The value of an attribute as a number, or {@code missing}. */
  int intOr(String attribute, int missing) {
    String value = find(attribute);
    if (value == null) {
      return missing;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      return missing;
    }
  }

  /** Moves past the element that begins here. */
  void skip() throws XMLStreamException {
    int outer = depth - 1;
    while (depth > outer) {
      next();
    }
  }
}
