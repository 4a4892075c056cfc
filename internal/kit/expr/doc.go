/*
Package expr is a small typed language of formulas: a text is parsed once into a tree, its types are checked, and the
tree is evaluated over named values. It knows no field and no card: names are what the caller makes of them.

	{price} * 0.2                                  names stand in braces
	IF({cf.12} > 3, "late", "in time")             functions, texts in quotes
	ROUND(({price} - {cf.7}) / {price} * 100, 1)
	DAYS({created_at}, {closed_at})                days between two dates or moments

Signs, from the loosest: OR, AND, NOT, = <> < <= > >=, & (join texts), + -, * /, the minus before a value. Arguments are
parted by commas or semicolons. Nothing fails while a formula is evaluated: a value that cannot be had, such as a
division by zero, is empty. An empty value counts as nothing in a sum and makes a product empty. There is no word for
today: a stored value would be wrong tomorrow.
*/
package expr
