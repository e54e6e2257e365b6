package dev.labhand.protocol.xmlrpc;

import com.fasterxml.aalto.sax.SAXParserFactoryImpl;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * Reads XML documents with pooled parsers.
 *
 * <p>An Aalto factory remembers every name that it ever met, so strangers could fill the memory with invented ones. Each
 * pooled parser has a factory of its own, and goes back to the pool only if it met no names but XML-RPC's.
 */
final class Documents {

    private static final int POOLED = 64;

    /** How Aalto says that an entity is not defined. */
    private static final Pattern ENTITY = Pattern.compile("entity reference \\(&([^;]*);\\)", Pattern.CASE_INSENSITIVE);

    private record Parser(XMLReader reader, Grammar grammar) {}

    private final BlockingQueue<Parser> pool = new ArrayBlockingQueue<>(POOLED);

    /** Feeds a document with this root to Apache's parser. */
    void read(byte[] body, Optional<String> charset, Element root, ContentHandler target) throws Refusal {
        CharBuffer characters = XmlEncoding.decode(body, charset);
        MarkupLimits.check(characters);
        Parser pooled = pool.poll();
        Parser parser = pooled == null ? newParser() : pooled;
        parser.grammar().expect(root, target);
        parse(parser.reader(), new InputSource(Reader.of(characters)));
        parser.grammar().release();
        if (parser.grammar().sawOnlyItsOwnNames()) {
            // A full pool drops the parser, which is as good.
            boolean _ = pool.offer(parser);
        }
    }

    /** How many parsers wait for their next document. */
    int idleParsers() {
        return pool.size();
    }

    private static Parser newParser() {
        try {
            Grammar grammar = new Grammar();
            XMLReader reader = new SAXParserFactoryImpl().newSAXParser().getXMLReader();
            reader.setContentHandler(grammar);
            return new Parser(reader, grammar);
        } catch (SAXException e) {
            throw new IllegalStateException("the XML parser cannot be set up", e);
        }
    }

    private static void parse(XMLReader reader, InputSource source) throws Refusal {
        try {
            reader.parse(source);
        } catch (Refusal e) {
            throw e;
        } catch (SAXParseException e) {
            throw Refusal.malformed(why(e) + place(e));
        } catch (SAXException | IOException | RuntimeException e) {
            // Aalto meets some kinds of broken input with bare runtime exceptions.
            throw Refusal.malformed(why(e));
        }
    }

    /** The first line: the second repeats the position. */
    private static String why(Exception e) {
        String message = e.getMessage();
        Matcher entity = ENTITY.matcher(message == null ? "" : message);
        if (entity.find()) {
            return "the entity '" + Refusal.shown(entity.group(1))
                    + "' is not defined: there are amp, lt, gt, quot and apos, and &#…; for any character";
        }
        return "not well-formed XML"
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    }

    private static String place(SAXParseException e) {
        return e.getLineNumber() < 0 ? "" : " at line " + e.getLineNumber() + ", column " + e.getColumnNumber();
    }
}
