package dev.labhand.controller.inventory;

/** Inventories for tests. */
final class Inventories {

    private Inventories() {}

    static Inventory of(String yaml) {
        return InventoryFile.inventory(Yaml.read(yaml));
    }
}
