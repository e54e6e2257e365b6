package dev.labhand.protocol.xmlrpc;

import org.apache.xmlrpc.parser.AtomicParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Reads a value that is plain text. */
final class ScalarParser extends AtomicParser {

    /** From the text of an element to a wire value. */
    interface Reading {
        @Nullable
        Object read(String text) throws Refusal;
    }

    private final Reading reading;

    ScalarParser(Reading reading) {
        this.reading = reading;
    }

    @Override
    protected void setResult(String text) throws SAXException {
        super.setResult(reading.read(text));
    }
}
