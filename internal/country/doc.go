// Package country is what a network knows of its country, as one immutable value: a Pack. It is read once from a folder
// of plain files, checked whole, and carried by the gate and by the page; nothing here is a package variable. Another
// country is another folder, not another program.
//
// packs/fr is the folder of France and explains each file.
package country
