package dev.labhand.controller.inventory;

import dev.labhand.ssh.UserPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** A file with one node set per line. What follows {@code #} is a comment; {@code -} is standard input. */
final class Hostfile {

    /** Editors of Windows put it at the start. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Hostfile() {}

    /**
     * The names of all lines.
     *
     * @throws InventoryException if it cannot be read, or a line is malformed
     */
    static SequencedSet<String> read(String file, InputStream stdin, NodeGroups groups) {
        String source = file.equals("-") ? "standard input" : file;
        SequencedSet<String> names = new LinkedHashSet<>();
        int number = 0;
        for (String line : text(file, stdin).split("\n", -1)) {
            number++;
            String nodes = line.replaceFirst("#.*", "").strip();
            if (!nodes.isEmpty()) {
                try {
                    SetOperator.UNION.apply(names, new NodeSetEvaluator(groups).evaluate(nodes));
                } catch (InventoryException e) {
                    throw e.at(source + ":" + number);
                }
            }
        }
        return names;
    }

    private static String text(String file, InputStream stdin) {
        try {
            String text = file.equals("-")
                    ? new String(stdin.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(UserPath.of(file));
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException | InvalidPathException e) {
            throw new InventoryException(
                    "host file '" + InventoryException.printable(file) + "' cannot be read: " + reason(e));
        }
    }

    /** Why a file could not be read, in a few words. */
    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "access is denied";
            case CharacterCodingException encoding -> "it is not UTF-8 text";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
