package dev.labhand.controller.inventory;

/**
 * One machine of the lab.
 *
 * @param name as the user wrote it or the inventory has it: the label of its output
 */
public record Node(String name, Address address) {}
