package dev.labhand.controller.client;

/** An argument of a call as a person wrote it; it becomes a value of the type that the keyword's parameter wants. */
public record TextArgument(String text) {}
