/** The lab's machines: node sets in ClusterShell's syntax, groups, and the inventory file. */
@NullMarked
package dev.labhand.controller.inventory;

import org.jspecify.annotations.NullMarked;
