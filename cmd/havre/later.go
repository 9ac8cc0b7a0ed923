package main

type demoCmd struct{}
type importCmd struct{}
type reportCmd struct{}

func (c *demoCmd) Run() error   { return nil }
func (c *importCmd) Run() error { return nil }
func (c *reportCmd) Run() error { return nil }
