package dev.labhand.protocol.xmlrpc;

import java.nio.CharBuffer;

/**
 * Refuses markup that the parser must not even see: a DOCTYPE, and tags so long that they hold thousands of attributes, on
 * which Aalto spends time that grows with the square of their number.
 */
final class MarkupLimits {

    private static final int LONGEST_TAG = 1024;

    private final char[] text;
    private final int end;

    private MarkupLimits(char[] text, int end) {
        this.text = text;
        this.end = end;
    }

    static void check(CharBuffer document) throws Refusal {
        int start = document.arrayOffset() + document.position();
        new MarkupLimits(document.array(), start + document.remaining()).check(start);
    }

    private void check(int start) throws Refusal {
        int at = start;
        while (at < end) {
            if (text[at] != '<') {
                at++;
            } else if (at + 1 < end && (text[at + 1] == '!' || text[at + 1] == '?')) {
                at = afterDeclaration(at);
            } else {
                at = afterTag(at);
            }
        }
    }

    private int afterDeclaration(int at) throws Refusal {
        if (text[at + 1] == '?') {
            return after("?>", at + 2);
        } else if (standsAt(at, "<!--")) {
            return after("-->", at + 4);
        } else if (standsAt(at, "<![CDATA[")) {
            return after("]]>", at + 9);
        }
        throw Refusal.malformed("a DOCTYPE is not allowed");
    }

    private boolean standsAt(int at, String markup) {
        if (end - at < markup.length()) {
            return false;
        }
        for (int i = 0; i < markup.length(); i++) {
            if (text[at + i] != markup.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int after(String markup, int start) {
        for (int at = start; at < end; at++) {
            if (standsAt(at, markup)) {
                return at + markup.length();
            }
        }
        return end;
    }

    private int afterTag(int start) throws Refusal {
        char quote = 0;
        for (int at = start; at < end; at++) {
            char c = text[at];
            if (at - start == LONGEST_TAG) {
                throw Refusal.malformed("a tag is longer than " + LONGEST_TAG + " characters");
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return at + 1;
            }
        }
        return end;
    }
}
