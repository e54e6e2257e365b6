package dev.labhand.e2e.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a run of Robot Framework wrote: {@code output.xml}, in the schema of version 4 or 7. */
public final class RobotOutput {

    private static final DateTimeFormatter VERSION_4 = DateTimeFormatter.ofPattern("uuuuMMdd HH:mm:ss.SSS");

    private final Finished finished;
    private final Document document;

    /** A line of a keyword's log. */
    public record Message(String level, LocalDateTime time, String text) {}

    private RobotOutput(Finished finished, Document document) {
        this.finished = finished;
        this.document = document;
    }

    /** Reads what a run that has ended wrote to its folder. */
    public static RobotOutput of(Finished finished, Path folder) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("output.xml").toFile());
            return new RobotOutput(finished, document);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("no output of " + finished, e);
        }
    }

    /** This, if there were tests and all passed, and Robot had nothing to complain about. */
    public RobotOutput passed() {
        boolean complaints =
                document.getElementsByTagName("errors").item(0).getChildNodes().getLength() > 1;
        if (finished.exit() != 0 || tests() == 0 || complaints) {
            throw new AssertionError("not passed: " + finished);
        }
        return this;
    }

    /** How many tests ran. */
    public int tests() {
        return document.getElementsByTagName("test").getLength();
    }

    /** The messages of all calls of a keyword, but for Robot's own about arguments and values. */
    public List<Message> messages(String keyword) {
        List<Message> messages = new ArrayList<>();
        for (Element call : elements(document.getElementsByTagName("kw"))) {
            if (call.getAttribute("name").equals(keyword)) {
                for (Element child : elements(call.getChildNodes())) {
                    if (child.getTagName().equals("msg") && !isRobots(child)) {
                        messages.add(message(child));
                    }
                }
            }
        }
        return messages;
    }

    /**
     * A call of a library's keyword.
     *
     * @param returned what it returned, as Robot's trace shows it
     */
    public record Call(String library, String keyword, String status, String returned) {}

    /** All calls of libraries' keywords, in their order. Needs the level TRACE, and the schema of version 7. */
    public List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Element call : elements(document.getElementsByTagName("kw"))) {
            String returned = "";
            String status = "";
            for (Element child : elements(call.getChildNodes())) {
                if (child.getTagName().equals("msg") && child.getTextContent().startsWith("Return: ")) {
                    returned = child.getTextContent().substring("Return: ".length());
                } else if (child.getTagName().equals("status")) {
                    status = child.getAttribute("status");
                }
            }
            calls.add(new Call(call.getAttribute("owner"), call.getAttribute("name"), status, returned));
        }
        return calls;
    }

    private static boolean isRobots(Element message) {
        String text = message.getTextContent();
        return text.startsWith("Arguments: [") || text.startsWith("Return: ") || text.startsWith("${");
    }

    private static Message message(Element message) {
        LocalDateTime time = message.hasAttribute("time")
                ? LocalDateTime.parse(message.getAttribute("time"))
                : LocalDateTime.parse(message.getAttribute("timestamp"), VERSION_4);
        String level = "true".equals(message.getAttribute("html")) || "yes".equals(message.getAttribute("html"))
                ? "HTML"
                : message.getAttribute("level");
        return new Message(level, time, message.getTextContent());
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** What Robot printed. */
    public Finished finished() {
        return finished;
    }
}
